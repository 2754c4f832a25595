package smyth.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Which processes there are, who started them, and which of them carry a [Mark].
///
/// Reading it costs some milliseconds, and more on a busy machine: all who ask at the same time share one reading, so
/// that ending fifty workers takes as long as ending one. Safe for use by many threads.
final class ProcessTable {
    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by turn.
    private Reading last;
    private volatile long begun; // how many readings

    /// The processes of one moment.
    ///
    /// @param children by the pid of who started them
    /// @param marked   those with a mark
    record Reading(long number, Map<Long, List<ProcessHandle>> children, Map<Mark, List<ProcessHandle>> marked) {
        /// What the process has started, directly or not, and all that carries the mark; without the process itself.
        ///
        /// @param root its pid; empty when it has ended
        Set<ProcessHandle> tree(OptionalLong root, Mark mark) {
            var tree = new HashSet<>(marked.getOrDefault(mark, List.of()));
            var open = new ArrayList<Long>();
            root.ifPresent(open::add);
            tree.forEach(process -> open.add(process.pid()));
            while (!open.isEmpty())
                for (var child : children.getOrDefault(open.removeLast(), List.of()))
                    if (tree.add(child)) open.add(child.pid());
            root.ifPresent(pid -> tree.removeIf(process -> process.pid() == pid));
            return tree;
        }
    }

    /// Blocks. The reading began after this was called.
    Reading read() {
        long wanted = begun + 1;
        turn.lock();
        try {
            if (last == null || last.number < wanted) last = readNow(++begun);
            return last;
        } finally {
            turn.unlock();
        }
    }

    private static Reading readNow(long number) {
        var children = new HashMap<Long, List<ProcessHandle>>();
        var marked = new HashMap<Mark, List<ProcessHandle>>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            process.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent.pid(), _ -> new ArrayList<>()).add(process));
            Mark.of(process).ifPresent(mark -> marked.computeIfAbsent(mark, _ -> new ArrayList<>()).add(process));
        }
        return new Reading(number, children, marked);
    }
}
