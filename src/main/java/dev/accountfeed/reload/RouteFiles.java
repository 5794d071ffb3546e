package dev.accountfeed.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The texts of route files, by file. */
record RouteFiles(Map<Path, String> texts) {

    RouteFiles {
        texts = new TreeMap<>(texts);
    }

    RouteFiles only(Set<Path> files) {
        Map<Path, String> some = new TreeMap<>(texts);
        some.keySet().retainAll(files);
        return new RouteFiles(some);
    }

    /** Whether one of the files is below a folder. */
    boolean under(Path folder) {
        return texts.keySet().stream().anyMatch(file -> file.startsWith(folder));
    }

    /** Whether Camel's name of a resource is that of one of the files. */
    boolean contains(String location) {
        Path file = Path.of(location.replaceFirst("^file:(//)?", ""))
                .toAbsolutePath()
                .normalize();
        return texts.keySet().stream()
                .anyMatch(one -> one.toAbsolutePath().normalize().equals(file));
    }

    /** Whether they hold the route configuration of that id, which does not know its file. */
    boolean configure(String id) {
        Pattern named =
                Pattern.compile("(?m)\\bid:\\s*(?:&\\S+\\s+)?['\"]?" + Pattern.quote(id) + "['\"]?\\s*(?:\\s#.*)?$");
        return texts.values().stream()
                .anyMatch(text -> text.contains("routeConfiguration:")
                        && named.matcher(text).find());
    }

    /** Adds the routes to the context, which starts them if it runs. */
    void load(CamelContext context) throws Exception {
        List<Resource> resources = new ArrayList<>();
        texts.forEach((file, text) -> resources.add(resource(file, text)));
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    static Resource resource(Path file, String text) {
        return ResourceHelper.fromString("file:" + file, text);
    }
}
