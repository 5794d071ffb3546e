/** The wiring: what the routes find in the Camel registry. */
@NullMarked
package dev.accountfeed;

import org.jspecify.annotations.NullMarked;
