/** One class a verb. */
@NullMarked
package dev.accountfeed.cli;

import org.jspecify.annotations.NullMarked;
