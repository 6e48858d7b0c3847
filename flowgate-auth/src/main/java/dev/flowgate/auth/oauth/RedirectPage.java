package dev.flowgate.auth.oauth;

import java.nio.charset.StandardCharsets;

/** The page that the browser shows in the end: plain, and with nothing in it that came from outside unescaped. */
final class RedirectPage {
    private RedirectPage() {}

    static byte[] render(String title, String text) {
        String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + escape(title)
                + "</title></head>\n<body>\n<h1>" + escape(title) + "</h1>\n<p>" + escape(text)
                + "</p>\n</body>\n</html>\n";
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
