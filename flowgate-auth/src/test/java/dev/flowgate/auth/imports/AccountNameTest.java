package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountNameTest {
    private final TestContext context = TestContext.of("qwen", Path.of("/project"));

    @ParameterizedTest
    @CsvSource({
        "ada@example.com, ada@example.com",
        "Ada.B+c@example.com, Ada.B+c@example.com",
        "../../etc/passwd, _.__._etc_passwd",
        "a/b\\c:d, a_b_c_d",
        "a%2Fb, a_b",
        "%2e%2e%2fx, ___x"
    })
    void keepsAccountsInTheFolder(String account, String part) {
        assertThat(AccountName.fileNamePart(account)).isEqualTo(part);
    }

    @Test
    void shortensWhatNoFileSystemTakes() {
        String name = AccountName.fileNamePart("ö".repeat(200));

        assertThat(name).matches("account-[0-9a-f]{8}").isNotEqualTo(AccountName.fileNamePart("ä".repeat(200)));
    }

    @Test
    void takesTheSettingWhereTheSourceDoesNotTell() {
        context.setting("account", "work");

        AccountName account = AccountName.of(null, context, Path.of("a.json"));

        assertThat(account).isEqualTo(new AccountName("work", true));
        assertThat(AccountName.of("ada@example.com", context, Path.of("a.json")).text())
                .isEqualTo("ada@example.com");
    }

    @Test
    void namesTheSourceWhereNothingTells() {
        AccountName account = AccountName.of(null, context, Path.of("/x/a.json"));

        assertThat(account.known()).isFalse();
        assertThat(account.label()).isNull();
        assertThat(account).isEqualTo(AccountName.of(null, context, Path.of("/x/y/../a.json")));
        assertThat(account).isNotEqualTo(AccountName.of(null, context, Path.of("/x/b.json")));
    }

    @Test
    void hashesAsTheServerDoes() {
        // printf %s acct-1 | sha256sum
        assertThat(AccountName.hash("acct-1")).isEqualTo("ba36a4ed");
    }
}
