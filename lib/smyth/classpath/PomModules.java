package smyth.classpath;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.Model;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/// Answers for the modules of the build before any repository is asked: a module's artifact is its folder.
record PomModules(Map<Path, Model> modules) implements WorkspaceReader {
    @Override
    public WorkspaceRepository getRepository() {
        return new WorkspaceRepository("modules", modules.keySet());
    }

    @Override
    public File findArtifact(Artifact artifact) {
        if (!artifact.getClassifier().isEmpty()) return null;
        return modules.entrySet().stream().filter(module -> is(module.getValue(), artifact))
                .map(module -> artifact.getExtension().equals("pom")
                        ? module.getKey().resolve("pom.xml").toFile()
                        : module.getKey().toFile())
                .findFirst().orElse(null);
    }

    private static boolean is(Model model, Artifact artifact) {
        var group = model.getGroupId() == null && model.getParent() != null ? model.getParent().getGroupId()
                : model.getGroupId();
        return artifact.getArtifactId().equals(model.getArtifactId()) && artifact.getGroupId().equals(group);
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
        return List.of();
    }
}
