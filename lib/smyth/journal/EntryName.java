package smyth.journal;

import smyth.journal.Entry.DebuggerListening;
import smyth.journal.Entry.EnvironmentReady;
import smyth.journal.Entry.EnvironmentStarted;
import smyth.journal.Entry.EnvironmentStopped;
import smyth.journal.Entry.InvocationFinished;
import smyth.journal.Entry.InvocationPending;
import smyth.journal.Entry.InvocationStarted;
import smyth.journal.Entry.Note;
import smyth.journal.Entry.RequestServed;
import smyth.journal.Entry.RevisionBuilding;
import smyth.journal.Entry.RevisionFailed;
import smyth.journal.Entry.RevisionReady;
import smyth.journal.Entry.WorkerLine;
import smyth.journal.Entry.WorkerPrompt;

/// The names of entries in the journal stream, a contract with its clients: docs/journal.md lists them. A class may be
/// renamed, a name may not.
public final class EntryName {
    private EntryName() {}

    public static String of(Entry entry) {
        return switch (entry) {
            case EnvironmentStarted _ -> "EnvironmentStarted";
            case EnvironmentReady _ -> "EnvironmentReady";
            case DebuggerListening _ -> "DebuggerListening";
            case EnvironmentStopped _ -> "EnvironmentStopped";
            case InvocationStarted _ -> "InvocationStarted";
            case InvocationPending _ -> "InvocationPending";
            case InvocationFinished _ -> "InvocationFinished";
            case RevisionBuilding _ -> "RevisionBuilding";
            case RevisionReady _ -> "RevisionReady";
            case RevisionFailed _ -> "RevisionFailed";
            case WorkerLine _ -> "WorkerLine";
            case WorkerPrompt _ -> "WorkerPrompt";
            case RequestServed _ -> "RequestServed";
            case Note _ -> "Note";
        };
    }
}
