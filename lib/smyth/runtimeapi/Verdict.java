package smyth.runtimeapi;

enum Verdict { ACCEPTED, UNKNOWN_ID, NOT_NOW }
