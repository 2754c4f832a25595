package smyth.classpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Model;
import org.apache.maven.model.Resource;

/// The resource folders of a module.
final class PomResources {
    private PomResources() {}

    /// @return lines of a [ProjectModel]
    static List<String> read(Model model) {
        var lines = new ArrayList<String>();
        for (var resource : model.getBuild().getResources()) {
            var target = Optional.ofNullable(resource.getTargetPath()).orElse("");
            if (resource.isFiltering() && isWhole(resource, target)) lines.add("filtered\t" + resource.getDirectory());
            else if (isWhole(resource, target)) lines.add("resource\t" + resource.getDirectory());
            else lines.add("mapped\t" + new MappedResources(resource.getDirectory(), target, resource.getIncludes(),
                    resource.getExcludes()).line());
        }
        return lines;
    }

    private static boolean isWhole(Resource resource, String target) {
        return target.isEmpty() && resource.getIncludes().isEmpty() && resource.getExcludes().isEmpty();
    }
}
