/** Events from the log to files and brokers, in order. */
@NullMarked
package dev.accountfeed.sink;

import org.jspecify.annotations.NullMarked;
