import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import smyth.route.PathPattern;

class PathPatternTest {
    @Test
    void greedyVariableIsWrittenAwsWay() {
        assertEquals("/saleor/{path+}", PathPattern.parse("/saleor/{path:path}").template());
    }
}
