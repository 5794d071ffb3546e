package dev.accountfeed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What all loggers say while something happens. */
public final class LogLines extends AbstractAppender {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines() {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    /** Runs it, and returns what was logged at the level or above. */
    public static List<String> of(Level level, Runnable what) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration before = context.getConfiguration();
        LoggerConfig root = before.getRootLogger();
        Level rootLevel = root.getLevel();
        List<LoggerConfig> others = before.getLoggers().values().stream()
                .filter(logger -> logger != root)
                .toList();
        List<Level> levels = others.stream().map(LoggerConfig::getLevel).toList();
        List<Appender> appenders = List.copyOf(root.getAppenders().values());
        LogLines lines = new LogLines();
        lines.start();
        root.addAppender(lines, level, null);
        // Everything at that level would fill the report.
        appenders.forEach(appender -> root.removeAppender(appender.getName()));
        root.setLevel(level);
        others.forEach(logger -> logger.setLevel(level));
        context.updateLoggers();
        try {
            what.run();
        } finally {
            root.removeAppender("lines");
            appenders.forEach(appender -> root.addAppender(appender, null, null));
            root.setLevel(rootLevel);
            for (int i = 0; i < others.size(); i++) {
                others.get(i).setLevel(levels.get(i));
            }
            context.updateLoggers();
        }
        return lines.lines;
    }

    @Override
    public void append(LogEvent event) {
        Throwable thrown = event.getThrown();
        lines.add(event.getLoggerName() + " " + event.getMessage().getFormattedMessage()
                + (thrown == null ? "" : " " + thrown));
    }
}
