/** The canonical account; imports nothing of ours. */
@NullMarked
package dev.accountfeed.account;

import org.jspecify.annotations.NullMarked;
