package dev.accountfeed.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The texts of route files, by file. */
record RouteFiles(Map<Path, String> texts) {

    RouteFiles {
        texts = new TreeMap<>(texts);
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
