/** Both providers, simulated: real credentials, kept state, named faults. */
@NullMarked
package dev.accountfeed.sandbox;

import org.jspecify.annotations.NullMarked;
