package smyth.classpath;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The last good build of a large project, from which the next one takes the classes of all files that did not change.
///
/// That is right only if the changed files still show the others what they showed before: the same classes,
/// declarations, constants, annotations. Code inside methods does not concern other files, and it is what people change
/// most. In every other case all files are compiled.
///
/// @param settings options and class path, see [SourceSet#settings]
/// @param digests  the content of each source
/// @param origins  for each class file, by its path below `classes`, the name of its source file; empty until it is
///                 needed
record Recompilation(Path classes, List<String> settings, Map<Path, String> digests, Map<String, String> origins) {
    /// Below this number of files compiling all of them takes no longer.
    private static final int WORTH_IT = 40;
    private static final int MOST_CHANGED = 10;

    /// The files to compile; empty when all must be.
    Set<Path> changed(List<String> nowSettings, Map<Path, String> nowDigests) {
        if (nowDigests.size() < WORTH_IT || !nowSettings.equals(settings)
                || !nowDigests.keySet().equals(digests.keySet()))
            return Set.of();
        // Processors see all files together, and warnings that count as errors may lie in any of them.
        if (nowSettings.contains("-proc:full") || nowSettings.contains("-Werror") || !Files.isDirectory(classes))
            return Set.of();
        var changed = new HashSet<Path>();
        nowDigests.forEach((source, digest) -> {
            if (!digest.equals(digests.get(source))) changed.add(source);
        });
        return changed.size() > MOST_CHANGED
                || changed.stream().anyMatch(source -> source.endsWith("package-info.java")) ? Set.of() : changed;
    }

    /// Completes a folder that holds the classes of the changed files with all others.
    ///
    /// @return whether that is right; if not, the folder is as it was
    boolean complete(Path draft, Set<Path> changed) throws IOException {
        var fresh = origins(draft);
        var names = new HashSet<>(changed.stream().map(source -> source.getFileName().toString()).toList());
        if (!names.equals(new HashSet<>(fresh.values()))) return false;
        if (origins.isEmpty()) origins.putAll(origins(classes));
        var folders = new HashSet<>(fresh.keySet().stream().map(Recompilation::folder).toList());
        var replaced = new HashSet<String>();
        origins.forEach((name, origin) -> {
            if (names.contains(origin) && folders.contains(folder(name))) replaced.add(name);
        });
        if (!replaced.equals(fresh.keySet())) return false;
        for (var name : replaced)
            if (!Arrays.equals(shape(draft.resolve(name)), shape(classes.resolve(name)))) return false;
        for (var name : origins.keySet())
            if (!replaced.contains(name)) take(classes.resolve(name), draft.resolve(name));
        return true;
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static void take(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try {
            Files.createLink(to, from); // neither of them is ever written again
        } catch (IOException | UnsupportedOperationException _) {
            Files.copy(from, to);
        }
    }

    private static Map<String, String> origins(Path folder) throws IOException {
        var origins = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                origins.put(name,
                        !name.endsWith(".class") ? ""
                                : ClassFile.of().parse(file).findAttribute(Attributes.sourceFile())
                                        .map(source -> source.sourceFile().stringValue()).orElse(""));
            }
        }
        return origins;
    }

    /// A class file without what other sources cannot see: code, and names that appear in code alone.
    private static byte[] shape(Path file) throws IOException {
        var format = ClassFile.of(ConstantPoolSharingOption.NEW_POOL);
        var model = format.parse(file);
        ClassTransform visible = (builder, element) -> {
            if (element instanceof MethodModel method) {
                if (isHidden(method)) return;
                builder.transformMethod(method, MethodTransform.dropping(part -> part instanceof CodeModel));
            } else if (element instanceof InnerClassesAttribute inner) {
                builder.with(InnerClassesAttribute.of(own(inner, model)));
            } else {
                builder.with(element);
            }
        };
        return format.transformClass(model, visible);
    }

    /// Bodies of lambdas, and the static initializer.
    private static boolean isHidden(MethodModel method) {
        return method.methodName().equalsString("<clinit>")
                || method.flags().has(AccessFlag.PRIVATE) && method.flags().has(AccessFlag.SYNTHETIC);
    }

    /// A class file lists every nested class that its code mentions, those of other sources too.
    private static List<InnerClassInfo> own(InnerClassesAttribute inner, ClassModel model) {
        var outermost = model.thisClass().asInternalName().replaceFirst("\\$.*", "");
        return inner.classes().stream().filter(one -> one.innerClass().asInternalName().startsWith(outermost + "$"))
                .toList();
    }
}
