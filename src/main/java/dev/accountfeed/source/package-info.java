/** The inventory, its schedule and budgets, and the way of one poll. */
@NullMarked
package dev.accountfeed.source;

import org.jspecify.annotations.NullMarked;
