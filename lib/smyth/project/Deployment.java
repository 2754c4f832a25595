package smyth.project;

import java.util.List;
import java.util.Map;
import smyth.config.StandIn;
import smyth.config.Trigger.EventSource;

/// What a template says about its functions beside their settings.
///
/// @param variables environment variables by the function's name, weaker than those of files and settings
/// @param events    what invokes them beside HTTP requests, by the function's name
record Deployment(Map<String, Map<String, String>> variables, Map<String, List<EventSource>> events,
        List<StandIn> standIns) {
    static final Deployment NONE = new Deployment(Map.of(), Map.of(), List.of());

    Map<String, String> variables(String function) {
        return variables.getOrDefault(function, Map.of());
    }

    List<EventSource> eventSources(String function) {
        return events.getOrDefault(function, List.of());
    }
}
