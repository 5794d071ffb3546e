/** What changed between two observations of an account, and what may be called deleted. */
@NullMarked
package dev.accountfeed.change;

import org.jspecify.annotations.NullMarked;
