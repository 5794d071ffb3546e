/** Credentials and the tokens made of them. */
@NullMarked
package dev.accountfeed.auth;

import org.jspecify.annotations.NullMarked;
