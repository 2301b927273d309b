# SPDX-License-Identifier: Apache-2.0
# Sourced by ./galley, ./verify and build/dist: finds the JDK and Maven, or says what to install.
# POSIX sh. Looking for the JDK starts no process, so that a start of Galley stays fast.

jdk_wanted=25
maven_wanted=3.8.7

say() { printf 'galley: %s\n' "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# jdk_at DIR: DIR holds a JDK that is new enough. Its `release` file says so in text.
jdk_at() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r jdk_key jdk_value; do
        [ "$jdk_key" = JAVA_VERSION ] || continue
        jdk_value=${jdk_value#\"}
        jdk_value=${jdk_value%%[!0-9]*}
        [ "${jdk_value:-0}" -ge "$jdk_wanted" ]
        return
    done <"$1/release"
    return 1
}

# find_jdk: sets and exports JAVA_HOME; fails if there is no JDK that is new enough.
find_jdk() {
    jdk_on_path=$(command -v javac || :)
    [ -z "$jdk_on_path" ] || jdk_on_path=$(readlink -f "$jdk_on_path" || :)
    for jdk_home in "${JAVA_HOME-}" "${jdk_on_path%/bin/javac}" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$jdk_home" ] && jdk_at "$jdk_home"; then
            JAVA_HOME=$jdk_home
            export JAVA_HOME
            return
        fi
    done
    return 1
}

no_jdk() {
    say "needs a JDK $jdk_wanted or newer, and found none in JAVA_HOME, on PATH, in /usr/lib/jvm,"
    say "in SDKMAN, in ~/.jdks or in the places of macOS and Homebrew. To get one, for example:"
    say "  Debian, Ubuntu   apt-get install openjdk-$jdk_wanted-jdk-headless"
    say "  Fedora           dnf install java-$jdk_wanted-openjdk-devel"
    say "  macOS            brew install openjdk@$jdk_wanted"
    say "  SDKMAN           sdk install java $jdk_wanted-tem"
    die "or unpack one anywhere and set JAVA_HOME to its folder."
}

# at_least HAVE WANT: compares dotted versions, three parts of them.
at_least() {
    oldest=$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)
    [ "$oldest" = "$2" ]
}

maven_works() {
    maven_has=$("$1" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*[0-9]\).*/\1/p')
    [ -n "$maven_has" ] && at_least "$maven_has" "$maven_wanted"
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE...
apt_install() {
    say "installing with apt-get: $*"
    apt-get update -qq >&2 || :
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# find_maven ROOT: sets `maven` to a command that runs a Maven that is new enough.
find_maven() {
    maven=mvn
    ! command -v mvn >/dev/null || ! maven_works mvn || return 0
    say "no Maven $maven_wanted or newer on PATH; trying ./mvnw, which downloads one"
    maven=$1/mvnw
    ! maven_works "$maven" || return 0
    maven=mvn
    if can_apt && apt_install maven && maven_works mvn; then return 0; fi
    die "needs Maven $maven_wanted or newer: install it, or let ./mvnw reach the network" \
        "(it needs curl or wget, and unzip)"
}
