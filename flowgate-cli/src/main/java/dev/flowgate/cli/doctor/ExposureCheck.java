package dev.flowgate.cli.doctor;

import dev.flowgate.auth.cliproxy.ManagementKey;
import dev.flowgate.config.ServiceConfig;
import java.util.Map;

/** No service can be reached from other machines without a key. */
final class ExposureCheck implements Check {
    @Override
    public String name() {
        return "exposure";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        boolean hasMasterKey = hasMasterKey(examination);
        for (ServiceConfig service : examination.enabledServices(service -> service.port() != 0)) {
            if (ManagementKey.suits(service.host())) {
                continue;
            }
            String text =
                    service.name() + " listens on " + (service.host().isBlank() ? "every address" : service.host())
                            + ", which other machines can reach";
            String loopback = "Set services." + service.name() + ".host to 127.0.0.1";
            switch (service.name()) {
                case ServiceConfig.LITELLM -> {
                    if (hasMasterKey) {
                        finding.warning(Remark.advised(
                                loopback + ", unless that is meant.",
                                text + "; its master_key is all that protects it"));
                    } else {
                        finding.problem(Remark.advised(
                                loopback + ", or give litellm_base.general_settings a master_key.",
                                text + " without a key: there is no master_key"));
                    }
                }
                case ServiceConfig.CLIPROXYAPI_PLUS ->
                    finding.problem(Remark.advised(
                            loopback + ", and host in cliproxyapi.yaml too.",
                            text + "; some of its pages for logins ask for no key"));
                default -> finding.warning(Remark.advised(loopback + ", unless that is meant.", text));
            }
        }
        return finding.detail("master_key", hasMasterKey ? "yes" : "no")
                .countIssues()
                .build();
    }

    private static boolean hasMasterKey(Examination examination) {
        Object settings = examination.config().document(examination.profile()).get("general_settings");
        return settings instanceof Map<?, ?> map && map.get("master_key") instanceof String key && !key.isBlank();
    }
}
