package smyth.classpath;

import java.util.List;

/// A class, record or enum as its source declares it.
///
/// @param name       as the JVM has it: `shop.Orders`, `shop.Orders$Nested`
/// @param line       of its declaration, from 1
/// @param canBeMade  whether a runtime can make one: not an enum, an interface, an abstract or an inner class
/// @param supertypes the simple names of what it extends and implements
/// @param hasBase    whether it extends a class
/// @param methods    those with a body, constructors excepted
public record JavaType(String name, int line, boolean isPublic, boolean isTopLevel, boolean canBeMade,
        List<String> supertypes, boolean hasBase, List<Method> methods) {
    /// @param line of its name, from 1
    public record Method(String name, int line, boolean isPublic, boolean isStatic) {}
}
