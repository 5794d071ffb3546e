/** Account changes as CloudEvents. */
@NullMarked
package dev.accountfeed.event;

import org.jspecify.annotations.NullMarked;
