/** Settings and documents with the place of every value, and the findings about them. */
@NullMarked
package dev.accountfeed.config;

import org.jspecify.annotations.NullMarked;
