/** What the manifests say of a provider: reading answers, mapping records, classifying outcomes. */
@NullMarked
package dev.accountfeed.provider;

import org.jspecify.annotations.NullMarked;
