/** Requests of logins, bounded in time and size: {@link dev.flowgate.auth.http.BoundedHttp} is the entry. */
@NullMarked
package dev.flowgate.auth.http;

import org.jspecify.annotations.NullMarked;
