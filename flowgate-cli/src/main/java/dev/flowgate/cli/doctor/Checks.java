package dev.flowgate.cli.doctor;

import dev.flowgate.cli.service.ServiceSpecs;
import dev.flowgate.cli.workspace.Extensions;
import dev.flowgate.cli.workspace.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The checks there are, in the order of the page. */
final class Checks {
    private Checks() {}

    /** Returns all of them. */
    static List<Check> all() {
        return List.of(
                new ConfigCheck(),
                new ProfileCheck(),
                new EnvironmentVariablesCheck(),
                new TemplateKeysCheck(),
                new ExposureCheck(),
                new RuntimeDirectoryCheck(),
                new FoldersCheck(),
                new SecretPermissionsCheck(),
                new UpstreamCredentialsCheck(),
                new LoginsCheck(),
                new ExtensionsCheck(Extensions::problems),
                new RuntimeBinariesCheck(),
                new RuntimeDependencyCheck(),
                new PythonCheck(),
                new CliProxyApiVersionCheck(),
                new CliProxyApiConfigCheck(),
                new ServicesCheck(ServiceSpecs::of),
                new SupervisorCheck(),
                new PortsCheck(),
                new EventLogCheck(),
                new DiskCheck(),
                new JavaCheck(),
                new ToolsCheck(),
                new FileDescriptorsCheck(),
                new LogoutCheck(),
                new ProxyVariablesCheck(),
                new TrackedSecretsCheck(),
                new IgnoreRulesCheck());
    }

    /**
     * Returns some of them, in the order of the page. The one of the configuration is among them where they need one that
     * cannot be used: it tells why.
     *
     * @param names their names; empty for all of them
     * @throws UsageException if there is none of a name
     */
    static List<Check> named(List<String> names, Examination examination) {
        List<Check> all = all();
        if (names.isEmpty()) {
            return all;
        }
        List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(all.stream().map(Check::name).toList());
        if (!unknown.isEmpty()) {
            throw new UsageException("There is no check '" + unknown.get(0) + "'. There are: "
                    + all.stream().map(Check::name).collect(Collectors.joining(", ")) + ".");
        }
        List<Check> named =
                all.stream().filter(check -> names.contains(check.name())).toList();
        boolean isInNeed = examination.loaded() == null && named.stream().anyMatch(Check::needsConfiguration);
        return all.stream()
                .filter(check ->
                        named.contains(check) || (isInNeed && check.name().equals(ConfigCheck.NAME)))
                .toList();
    }
}
