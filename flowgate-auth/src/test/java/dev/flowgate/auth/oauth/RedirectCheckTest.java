package dev.flowgate.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectCheckTest {
    private final RedirectCheck check = new RedirectCheck("right", "https://auth.example.com", false);

    @Test
    void takesACodeWithTheRightState() {
        assertThat(check.judge("code=a%2Bb&state=right")).isEqualTo(new RedirectAnswer.Code("a+b"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "code=marker",
                "code=marker&state=",
                "code=marker&state=Right",
                "code=marker&state=right&state=right",
                "code=marker&code=marker&state=right",
                "code=%zz&state=right",
                "state=right",
                "code=&state=right",
                "error=access_denied",
                "error=&state=right"
            })
    void whatDoesNotBelongToTheLoginDoesNotEndIt(String query) {
        RedirectAnswer answer = check.judge(query);
        assertThat(answer).isInstanceOf(RedirectAnswer.Stray.class);
        assertThat(answer.toString()).doesNotContain("marker");
    }

    @Test
    void anErrorWithTheRightStateEndsTheLogin() {
        assertThat(check.judge("error=invalid_scope&error_description=none%0a%1b%5b31m&state=right"))
                .isEqualTo(new RedirectAnswer.Refused(new OauthError("invalid_scope", "none [31m")));
    }

    @Test
    void theIssuerIsCheckedWhereItIsNamed() {
        assertThat(check.judge("code=a&state=right&iss=https%3A%2F%2Fauth.example.com"))
                .isInstanceOf(RedirectAnswer.Code.class);
        assertThat(check.judge("code=a&state=right&iss=https%3A%2F%2Fauth.example.com%2F"))
                .isInstanceOf(RedirectAnswer.Mistrusted.class);
        assertThat(new RedirectCheck("right", null, false).judge("code=a&state=right&iss=anybody"))
                .isInstanceOf(RedirectAnswer.Code.class);
        assertThat(new RedirectCheck("right", "https://auth.example.com", true).judge("code=a&state=right"))
                .isInstanceOf(RedirectAnswer.Mistrusted.class);
    }

    @Test
    void itsTextShowsNoState() {
        assertThat(check.toString()).doesNotContain("right");
    }
}
