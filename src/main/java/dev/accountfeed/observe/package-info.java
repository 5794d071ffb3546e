/** What monitoring sees: health checks and metrics. */
@NullMarked
package dev.accountfeed.observe;

import org.jspecify.annotations.NullMarked;
