/** The HTTP interface: who may come in, and what the routes in {@code routes/triggers} call. */
@NullMarked
package dev.accountfeed.http;

import org.jspecify.annotations.NullMarked;
