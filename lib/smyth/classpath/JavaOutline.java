package smyth.classpath;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// What a Java source declares, by the compiler's own parser. Nothing is resolved or run, and a source with errors
/// gives what can be read of it.
///
/// The first use loads the compiler, which takes a fraction of a second.
final class JavaOutline {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<JavaType> types = new ArrayList<>();

    private JavaOutline(CompilationUnitTree unit, SourcePositions positions) {
        this.unit = unit;
        this.positions = positions;
    }

    /// Types in the order of the source, nested ones behind the one around them. Empty on a Java without a compiler.
    static List<JavaType> of(String source) {
        var javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) return List.of();
        var task = (JavacTask) javac.getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(text(source)));
        try {
            var outline = new JavaOutline(task.parse().iterator().next(), Trees.instance(task).getSourcePositions());
            var unit = outline.unit;
            var inPackage = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            for (var declared : unit.getTypeDecls())
                if (declared instanceof ClassTree type)
                    outline.add(type, inPackage + type.getSimpleName(), false, true);
            return List.copyOf(outline.types);
        } catch (IOException e) {
            throw new AssertionError(e); // it is read from memory
        }
    }

    private static JavaFileObject text(String source) {
        return new SimpleJavaFileObject(URI.create("mem:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    /// @param isInner whether each of its objects belongs to one of the type around it
    private void add(ClassTree type, String name, boolean isInner, boolean isTopLevel) {
        if (!SourceVersion.isIdentifier(type.getSimpleName())) return; // still being typed
        boolean isInterface = type.getKind() == Kind.INTERFACE || type.getKind() == Kind.ANNOTATION_TYPE;
        var flags = type.getModifiers().getFlags();
        var supertypes = Stream.concat(Stream.ofNullable(type.getExtendsClause()), type.getImplementsClause().stream());
        if (!isInterface) types.add(new JavaType(name, line(type), flags.contains(Modifier.PUBLIC), isTopLevel,
                !isInner && type.getKind() != Kind.ENUM && !flags.contains(Modifier.ABSTRACT)
                        && !flags.contains(Modifier.PRIVATE),
                supertypes.map(JavaOutline::simpleName).toList(), type.getExtendsClause() != null, methods(type)));
        for (var member : type.getMembers())
            if (member instanceof ClassTree nested) add(nested, name + "$" + nested.getSimpleName(),
                    isInner || !isInterface && isInner(nested), false);
    }

    private static boolean isInner(ClassTree nested) {
        return nested.getKind() == Kind.CLASS && !nested.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private List<JavaType.Method> methods(ClassTree type) {
        return type.getMembers().stream().filter(member -> member instanceof MethodTree).map(MethodTree.class::cast)
                .filter(method -> method.getReturnType() != null && isImplemented(method.getModifiers().getFlags()))
                .map(method -> new JavaType.Method(method.getName().toString(), line(method),
                        method.getModifiers().getFlags().contains(Modifier.PUBLIC),
                        method.getModifiers().getFlags().contains(Modifier.STATIC)))
                .toList();
    }

    private static boolean isImplemented(Set<Modifier> flags) {
        return !flags.contains(Modifier.ABSTRACT);
    }

    private static String simpleName(Tree type) {
        return switch (type) {
            case ParameterizedTypeTree generic -> simpleName(generic.getType());
            case AnnotatedTypeTree annotated -> simpleName(annotated.getUnderlyingType());
            case MemberSelectTree qualified -> qualified.getIdentifier().toString();
            case IdentifierTree name -> name.getName().toString();
            default -> "";
        };
    }

    /// The line of a declaration without the annotations before it.
    private int line(Tree declaration) {
        var modifiers = switch (declaration) {
            case ClassTree type -> type.getModifiers();
            case MethodTree method -> method.getModifiers();
            default -> throw new IllegalArgumentException(declaration.getKind().toString());
        };
        long start = positions.getStartPosition(unit, declaration);
        for (var annotation : modifiers.getAnnotations())
            start = Math.max(start, positions.getEndPosition(unit, annotation));
        if (start < 0) return 1; // the class of a source that declares none
        try {
            var text = unit.getSourceFile().getCharContent(true);
            while (start < text.length() && Character.isWhitespace(text.charAt((int) start))) start++;
        } catch (IOException e) {
            throw new AssertionError(e); // it is read from memory
        }
        return (int) unit.getLineMap().getLineNumber(start);
    }
}
