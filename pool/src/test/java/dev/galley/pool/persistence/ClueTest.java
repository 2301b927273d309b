// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '~',
            value = {
                "sid=1 | 1",
                "a=b; sid=1; c=d | 1",
                "a=b;sid=1;sid=2 | 1",
                "a=b;\tsid = 1 ; c | 1",
                "sid=\"1\" | 1",
                "sid=\" | ~\"~",
                "sid=a=b | a=b",
                "sid= | ~~",
                "sid=; sid=1 | ~~",
                "sid | none",
                "sid; sid=1 | 1",
                "SID=1 | none",
                "xsid=1; sidx=2 | none",
                "; ;;= | none",
                "~~ | none",
            })
    void aCookieIsFoundAmongOthers(String line, @Nullable String expected) {
        byte[] b = bytes(line);
        long span = new CookieClue("sid").find(b, 1, b.length - 1);
        assertThat(text(b, span)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '~',
            value = {
                "JSESSIONID=1; Path=/; HttpOnly | 1",
                "jsessionid = \"1\" ; Path=/ | 1",
                "JSESSIONID=; Max-Age=0 | ~~",
                "a=1; JSESSIONID=2 | none",
                "JSESSIONID; a=1 | none",
                "JSESSIONIDX=1 | none",
                "~~ | none",
            })
    void aSetCookieLineIsAboutItsFirstPairAlone(String line, @Nullable String expected) {
        byte[] b = bytes(line);
        assertThat(text(b, CookieClue.set(b, 1, b.length - 1, "JSessionID"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '~',
            value = {
                "/a;sid=1 | 1",
                "/a;sid=1/b | 1",
                "/a;sid=1;v=2/b?x=y | 1",
                "/a;sid=1/b;sid=2 | 2",
                "/a?sid=1 | 1",
                "/a;sid=2?x=y&sid=1#f&sid=3 | 1",
                "/a?x;sid=1 | 1",
                "/sid=1 | none",
                "/a;xsid=1;sidx=2;sid?sid&xsid=1 | none",
                "/a;sid= | ~~",
                "~~ | none",
            })
    void aParameterOfTheUrlIsFoundInTheQueryOrElseInThePath(String url, @Nullable String expected) {
        byte[] b = bytes(url);
        assertThat(text(b, new UrlClue("sid").inUrl(b, 1, b.length - 1))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '~',
            value = {
                "true | sid=1 | 1",
                "true | a=b&sid=1&sid=2 | 1",
                "false | a=b&sid=1& | 1",
                "false | a=b&sid=1 | none",
                "true | sid=a%2Bb+c%zz%4 | ~a+b c%zz%4~",
                "true | sid | none",
                "true | xsid=1&sidx=2 | none",
                "true | ~~ | none",
            })
    void aFieldOfAFormIsFoundWhenItIsThereToItsEnd(
            boolean whole, String form, @Nullable String expected) {
        byte[] b = form.getBytes(ISO_8859_1);
        assertThat(text(b, new FormClue("sid").inUrlencoded(b, b.length, whole)))
                .isEqualTo(expected);
    }

    @Test
    void aFieldOfAMultipartFormIsFoundWhenItIsThereToItsEnd() {
        String form =
                "--xx\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nsid\r\n"
                        + "--xx\r\nContent-Disposition: form-data; name=\"sid\"\r\n\r\n17\r\n"
                        + "--xx--\r\n";
        byte[] b = form.getBytes(ISO_8859_1);
        FormClue clue = new FormClue("sid");
        int known = form.indexOf("--xx--") + 4;
        for (int length = 0; length < known; length++)
            assertThat(clue.inMultipart(b, length, "xx")).isEqualTo(Span.NONE);
        for (int length = known; length <= b.length; length++)
            assertThat(text(b, clue.inMultipart(b, length, "xx"))).isEqualTo("17");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "multipart/form-data; boundary=xyz | xyz",
                "multipart/form-data; charset=x; Boundary=\"x y\"; a=b | x y",
                "multipart/form-data; boundary=xyz;a=b | xyz",
                "multipart/form-data | none",
                "multipart/form-data; boundary= | none",
            })
    void theBoundaryIsThatOfTheContentType(String type, @Nullable String expected) {
        assertThat(FormClue.boundary(type)).isEqualTo(expected);
    }

    @Test
    void noBytesDoAnyHarm() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "sid=;&\"/? \t%4-x\r\n";
        CookieClue cookie = new CookieClue("sid");
        UrlClue url = new UrlClue("sid");
        FormClue form = new FormClue("sid");
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(20); k >= 0; k--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            byte[] b = text.toString().getBytes(ISO_8859_1);
            within(b, cookie.find(b, 0, b.length));
            within(b, CookieClue.set(b, 0, b.length, "SID"));
            within(b, url.inUrl(b, 0, b.length));
            within(b, form.inUrlencoded(b.clone(), b.length, true));
            within(b, form.inMultipart(b, b.length, "x"));
        }
    }

    private static void within(byte[] b, long span) {
        if (span == Span.NONE) return;
        assertThat(Span.from(span)).isBetween(0, b.length);
        assertThat(Span.to(span)).isBetween(0, b.length);
    }

    private static byte[] bytes(String text) {
        return ("=" + text + "=").getBytes(ISO_8859_1);
    }

    private static @Nullable String text(byte[] b, long span) {
        return span == Span.NONE
                ? null
                : new String(b, Span.from(span), Span.to(span) - Span.from(span), ISO_8859_1);
    }
}
