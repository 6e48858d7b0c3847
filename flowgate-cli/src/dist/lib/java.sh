# Finds Java for the scripts in bin/; they read this file after defining fail() and home.
# Sets java, compatibility (options that its version needs), archive and
# supervisor_archive: the class-data archives that belong to this very build of Java.

# Java takes the encoding of file names from the locale; without this, a folder with an umlaut becomes another one
# wherever no locale is set, as under cron or in a container.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *)
        unset LC_ALL
        LC_CTYPE=C.UTF-8
        export LC_CTYPE
        ;;
esac

install='Install a JDK 17 or newer (Debian: apt install openjdk-17-jdk-headless; macOS: brew install openjdk), or set FLOWGATE_JAVA=/path/to/bin/java.'
if [ -n "${FLOWGATE_JAVA:-}" ]; then
    java=$FLOWGATE_JAVA
    [ -x "$java" ] || fail "FLOWGATE_JAVA is $java, which is not a program. $install"
elif [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java. $install"
else
    java=$(command -v java) || fail "Java is missing. $install"
fi

# The file "release" beside bin/ tells the version without starting a JVM.
version=
build=
real=$(readlink -f "$java" 2>/dev/null) || real=$java
release=${real%/bin/java}/release
if [ -r "$release" ]; then
    while IFS='=' read -r key value; do
        value=${value#\"}
        value=${value%\"}
        case $key in
            JAVA_VERSION) version=$value ;;
            JAVA_RUNTIME_VERSION) build=$value ;;
        esac
    done <"$release"
fi
if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
fi
major=${version%%[!0-9]*}
case $major in
    '') fail "$java does not tell its version. $install" ;;
    *) [ "$major" -ge 17 ] || fail "$java is Java $version; FlowGate needs 17 or newer. $install" ;;
esac
if [ "$major" -ge 24 ]; then
    compatibility='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
else
    compatibility=
fi
archive=$home/lib/flowgate-${build:-$version}.jsa
supervisor_archive=$home/lib/flowgate-supervisor-${build:-$version}.jsa
