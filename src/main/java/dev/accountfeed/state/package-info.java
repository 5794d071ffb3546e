/** What is known of every account, and the events that follow, in one database. */
@NullMarked
package dev.accountfeed.state;

import org.jspecify.annotations.NullMarked;
