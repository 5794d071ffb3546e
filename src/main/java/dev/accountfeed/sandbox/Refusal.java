package dev.accountfeed.sandbox;

/**
 * How a provider says no.
 *
 * @param status of HTTP
 * @param code in the body
 * @param text in the body
 */
record Refusal(int status, String code, String text) {}
