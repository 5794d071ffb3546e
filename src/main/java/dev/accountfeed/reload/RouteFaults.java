package dev.accountfeed.reload;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Nearest;
import dev.accountfeed.config.Routes;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.reload.BeanMethods.MissingMethodException;
import java.lang.reflect.Method;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Tells in which file and line the fault is that Camel objects to: its own words name no line. */
public record RouteFaults(Path config, Path routes) {

    private static final int LONGEST = 300;
    private static final Pattern SETTING = Pattern.compile("(?:\\(|property: )(camel\\.[^= ]+)(?:=| because)");
    private static final Pattern OPTION = Pattern.compile("Unknown parameters=\\[\\{([^=}]+)=");
    private static final Pattern REQUIRED =
            Pattern.compile("Option (\\S+) is required when creating endpoint uri with syntax ([^:]+):");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    /**
     * What is wrong, and where.
     *
     * @param context that objects
     * @param placeholders of one that lives: Camel stops a context that cannot start, and it knows no settings then
     */
    public List<Finding> of(Throwable fault, CamelContext context, UnaryOperator<String> placeholders) {
        Routes files = Routes.read(routes);
        List<Finding> bySchema = files.check(placeholders, true);
        if (!bySchema.isEmpty()) {
            return bySchema;
        }
        List<Throwable> causes = Stream.<Throwable>iterate(fault, Objects::nonNull, Throwable::getCause)
                .toList();
        Optional<Finding> ofSettings = ofSettings(causes, placeholders);
        if (ofSettings.isPresent()) {
            return List.of(ofSettings.get());
        }
        Throwable root = causes.get(causes.size() - 1);
        String around = causes.stream()
                .filter(cause -> !(cause instanceof FailedToCreateRouteException))
                .map(cause -> "\n" + cause.getMessage())
                .collect(Collectors.joining());
        String words = String.valueOf(root.getMessage());
        Matcher required = REQUIRED.matcher(words);
        List<Finding> lacking = required.find() ? files.lacking(required.group(2), required.group(1)) : List.of();
        if (!lacking.isEmpty()) {
            return lacking;
        }
        // A value that came from a placeholder may be a secret.
        String message = files.withoutValues(message(root, URISupport.sanitizeUri(words), context), placeholders);
        SimpleIllegalSyntaxException wrong = ObjectHelper.getException(SimpleIllegalSyntaxException.class, fault);
        String name = wrong == null ? named(root, words) : wrong.getExpression();
        FailedToCreateRouteException failed = ObjectHelper.getException(FailedToCreateRouteException.class, fault);
        String route = failed == null ? null : failed.getRouteId();
        Path settings = config.resolve(Settings.FILE);
        // A route configuration is a part of each route, and settings name classes and files too.
        return List.of(files.named(route, name, placeholders, message)
                .or(() -> files.named(null, name, placeholders, message))
                .or(() ->
                        SettingsReader.at(settings, (key, value) -> Routes.holds(value, words), placeholders, message))
                .or(() -> files.named(route, words + around, placeholders, message))
                .or(() -> files.route(route, message))
                .orElse(new Finding(routes, 0, 0, message)));
    }

    private Optional<Finding> ofSettings(List<Throwable> causes, UnaryOperator<String> placeholders) {
        for (Throwable cause : causes) {
            Optional<String> setting = setting(cause);
            if (setting.isPresent()) {
                return setting.map(name -> SettingsReader.at(
                        config.resolve(Settings.FILE),
                        name,
                        "Camel knows no setting `" + name + "`, or does not take its value"));
            }
            if (cause instanceof GeneralSecurityException) {
                return Optional.of(security(String.valueOf(cause.getMessage()), placeholders));
            }
        }
        return Optional.empty();
    }

    /** The setting that Camel's words are about. */
    private static Optional<String> setting(Throwable cause) {
        if (cause instanceof PropertyBindingException binding
                && String.valueOf(binding.getOptionPrefix()).startsWith("camel.")) {
            // Some prefixes end in a dot.
            return Optional.of((binding.getOptionPrefix() + "." + binding.getOptionKey()).replace("..", "."));
        }
        Matcher named = SETTING.matcher(String.valueOf(cause.getMessage()));
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }

    /** Routes are the first to need the certificates, and are not what is wrong. */
    private Finding security(String words, UnaryOperator<String> placeholders) {
        Path settings = config.resolve(Settings.FILE);
        String message = "a store of `camel.ssl` cannot be read with its password: " + words;
        return SettingsReader.at(
                        settings,
                        (key, value) -> key.startsWith("camel.ssl.") && Routes.holds(words, value),
                        placeholders,
                        "Camel does not take this: " + words)
                .or(() -> Stream.of("camel.ssl.trustStore", "camel.ssl.keyStore", "camel.ssl.enabled")
                        .map(key -> SettingsReader.at(settings, key, message))
                        .filter(finding -> finding.line() > 0)
                        .findFirst())
                .orElse(new Finding(settings, 0, 0, message));
    }

    /** What is wrong, as it stands in a route or setting; empty where that is not known. */
    private static String named(Throwable root, String words) {
        if (root instanceof NoSuchEndpointException unknown) {
            return first(SCHEME, unknown.getUri());
        } else if (root instanceof NoSuchBeanException unknown) {
            return unknown.getName();
        } else if (root instanceof MethodNotFoundException unknown) {
            return unknown.getMethodName();
        } else if (root instanceof MissingMethodException lacking) {
            return lacking.bean();
        } else if (root instanceof ClassNotFoundException) {
            return words;
        }
        String option = first(OPTION, words);
        return option.equals(words) ? "" : option;
    }

    private static String message(Throwable root, String words, CamelContext context) {
        if (root instanceof NoSuchEndpointException unknown) {
            return "there is no Camel component `" + first(SCHEME, unknown.getUri())
                    + "`; is it misspelt, or its jar not in lib/ext?";
        } else if (root instanceof NoSuchBeanException unknown) {
            Set<String> known =
                    context.getRegistry().findByTypeWithName(Object.class).keySet();
            return "there is no bean `" + unknown.getName() + "`" + Nearest.meant(unknown.getName(), known);
        } else if (root instanceof MethodNotFoundException unknown) {
            List<String> known = Stream.of(unknown.getBean().getClass().getMethods())
                    .map(Method::getName)
                    .toList();
            return "the bean has no method `" + unknown.getMethodName() + "` that takes what the route holds there"
                    + Nearest.meant(unknown.getMethodName(), known);
        }
        if (root instanceof MissingMethodException) {
            return words;
        } else if (root instanceof ClassNotFoundException) {
            return "there is no class `" + words + "`; is it misspelt, or its jar not in lib/ext?";
        } else if (root instanceof NoSuchFileException) {
            return "there is no file or folder `" + words + "`";
        }
        String option = first(OPTION, words);
        if (!option.equals(words)) {
            return "the component knows no option `" + option + "`";
        }
        String line = words.lines().findFirst().orElse(words);
        return "Camel does not take this: " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }

    private static String first(Pattern pattern, @Nullable String text) {
        Matcher matcher = pattern.matcher(String.valueOf(text));
        if (!matcher.find()) {
            return String.valueOf(text);
        }
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    }
}
