package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** No container engine builds this project's images in its tests; what can be wrong without one is checked here. */
class ContainerFilesTest {
    private static final Path DOCKER = Path.of("..", "docker");
    private static final int JAVA_AT_LEAST = 21;
    private static final List<String> POSTGRES_VARIABLES =
            List.of("POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS");

    private final String dockerfile = read("Dockerfile");
    private final Map<String, Object> compose = new Yaml().load(read("compose.yaml"));
    private final KnownSettings settings = KnownSettings.ofClassPath();

    @Test
    void everyVariableOfTheServerIsASetting() {
        assertThat(map(service("server"), "environment").keySet())
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(settings.hasVariable(name)).as(name).isTrue());
    }

    @Test
    void everyVariableOfTheImageIsASetting() {
        assertThat(imageVariables().keySet()).isNotEmpty().allSatisfy(name -> assertThat(settings.hasVariable(name))
                .as(name)
                .isTrue());
    }

    @Test
    void everySecretOfTheServerIsMountedUnderTheNameOfASetting() {
        assertThat(secrets("server")).isNotEmpty().allSatisfy(secret -> {
            String target = String.valueOf(secret.get("target"));
            assertThat(settings.hasProperty(target)).as(target).isTrue();
        });
        assertThat(map(service("server"), "environment"))
                .containsEntry("SPRING_CONFIG_IMPORT", "configtree:/run/secrets/");
    }

    @Test
    void everySecretIsAFileThatGitIgnores() {
        map(compose, "secrets").values().forEach(secret -> {
            String file = String.valueOf(((Map<?, ?>) secret).get("file"));
            assertThat(file).startsWith("./secrets/");
        });
        assertThat(read(".gitignore").lines()).contains("secrets/");
    }

    @Test
    void noVariableHoldsAPassword() {
        for (String service : List.of("server", "database")) {
            assertThat(map(service(service), "environment").keySet())
                    .noneMatch(name -> name.contains("PASSWORD") && !name.endsWith("_FILE"));
        }
        assertThat(dockerfile.lines().filter(l -> l.matches("(?i)\\s*(ARG|ENV)\\b.*(PASSWORD|SECRET|TOKEN).*")))
                .isEmpty();
    }

    @Test
    void theServerWaitsForAHealthyDatabaseOfVersion17() {
        Map<String, Object> wait = map(map(service("server"), "depends_on"), "database");
        assertThat(wait).containsEntry("condition", "service_healthy");
        assertThat(service("database")).containsKey("healthcheck");
        assertThat(String.valueOf(service("database").get("image"))).endsWith("postgres:17");
        assertThat(POSTGRES_VARIABLES)
                .containsAll(map(service("database"), "environment").keySet());
    }

    @Test
    void theDatabaseOfTheUrlIsTheOneThatIsMade() {
        Map<String, Object> made = map(service("database"), "environment");
        Map<String, Object> used = map(service("server"), "environment");
        assertThat(used)
                .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://database:5432/" + made.get("POSTGRES_DB"));
        assertThat(used.get("SPRING_DATASOURCE_USERNAME")).isEqualTo(made.get("POSTGRES_USER"));
    }

    @Test
    void portsAreOpenToThisHostAloneAndTheDatabaseHasNone() {
        assertThat(strings(service("server").get("ports"))).isNotEmpty().allMatch(p -> p.startsWith("127.0.0.1:"));
        assertThat(service("database")).doesNotContainKey("ports");
    }

    @Test
    void sourcesAreMountedReadOnlyWhereTheServerLooksForThem() {
        String root = String.valueOf(map(service("server"), "environment").get("CHARTLIFT_SOURCES_ROOTS"));
        assertThat(strings(service("server").get("volumes"))).anyMatch(v -> v.endsWith(":" + root + ":ro"));
    }

    @Test
    void theDataFolderIsANamedVolume() {
        String data = imageVariables().get("CHARTLIFT_DATADIR");
        assertThat(strings(service("server").get("volumes"))).contains("data:" + data);
        assertThat(map(compose, "volumes")).containsKeys("data", "database");
    }

    @Test
    void theImageRunsOnANewJavaAndNotAsRoot() {
        List<Integer> versions = Pattern.compile("temurin[:-](\\d+)")
                .matcher(dockerfile)
                .results()
                .map(r -> Integer.valueOf(r.group(1)))
                .toList();
        assertThat(versions).hasSize(2).allMatch(v -> v >= JAVA_AT_LEAST);
        assertThat(instruction("USER")).matches("[1-9]\\d+:[1-9]\\d+");
    }

    @Test
    void theImageStartsTheJarThatTheBuildMakes() {
        List<String> command = strings(new Yaml().load(instruction("ENTRYPOINT")));
        assertThat(command).startsWith("java").endsWith("-jar", "/opt/chartlift/chartlift-server.jar", "serve");
        assertThat(instruction("COPY --from=build"))
                .isEqualTo("/build/target/server/chartlift-server.jar /opt/chartlift/chartlift-server.jar");
    }

    @Test
    void everythingCopiedIntoTheBuildExistsAndIsNotIgnored() {
        String ignore = read("Dockerfile.dockerignore");
        List<String> sources = dockerfile
                .lines()
                .filter(l -> l.startsWith("COPY ") && !l.contains("--from"))
                .map(l -> l.split(" ")[1])
                .toList();
        assertThat(sources).isNotEmpty().allSatisfy(source -> {
            assertThat(Path.of("..", source)).exists();
            assertThat(ignore.lines()).contains("!" + source);
        });
    }

    @Test
    void theHealthCheckAsksWhatTheServerExposes() throws IOException {
        assertThat(instruction("HEALTHCHECK")).contains("/actuator/health ").contains("/8080");
        assertThat(imageVariables()).containsEntry("SERVER_PORT", "8080");
        String application = Files.readString(Path.of("main", "resources", "application.yml"));
        assertThat(application).containsPattern("include: .*\\bhealth\\b");
    }

    private Map<String, Object> service(String name) {
        return map(map(compose, "services"), name);
    }

    private List<Map<String, Object>> secrets(String service) {
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> secrets =
                (List<Map<String, Object>>) service(service).get("secrets");
        return secrets;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private Map<String, String> imageVariables() {
        Map<String, String> variables = new TreeMap<>();
        Matcher pairs = Pattern.compile("(\\w+)=(\\S+)").matcher(instruction("ENV"));
        while (pairs.find()) {
            variables.put(pairs.group(1), pairs.group(2));
        }
        return variables;
    }

    /** The last instruction that begins so, without its name, continuation lines joined. */
    private String instruction(String name) {
        return dockerfile
                .replace("\\\n", " ")
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .reduce((first, last) -> last)
                .orElseThrow()
                .substring(name.length())
                .strip();
    }

    private static String read(String name) {
        try {
            return Files.readString(DOCKER.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
