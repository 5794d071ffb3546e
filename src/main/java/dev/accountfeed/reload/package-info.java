/** Validated, atomic replacement of routes, inventory and settings while the feed runs. */
@NullMarked
package dev.accountfeed.reload;

import org.jspecify.annotations.NullMarked;
