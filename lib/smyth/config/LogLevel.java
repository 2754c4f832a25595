package smyth.config;

public enum LogLevel { DEBUG, INFO, WARNING, ERROR, CRITICAL }
