package smyth.template;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Optional;
import smyth.tree.Node;
import smyth.tree.Words;

/// `Fn::Cidr`: parts of a block of addresses.
final class Cidr {
    private static final int MOST = 256;

    private Cidr() {}

    static Optional<Node> apply(Call call) {
        return call.arguments(2, 3).flatMap(arguments -> call.string(arguments.get(0))
                .flatMap(block -> call.string(arguments.get(1))
                        .flatMap(count -> (arguments.size() == 2 ? Optional.of("") : call.string(arguments.get(2)))
                                .flatMap(bits -> blocks(call, block, count, bits)))));
    }

    private static Optional<Node> blocks(Call call, String block, String count, String bits) {
        var parts = block.split("/");
        if (parts.length != 2 || !parts[0].matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")
                || !parts[1].matches("[0-9]{1,3}"))
            return call.wrong(call.at(),
                    "Fn::Cidr: " + Words.quoted(block) + " is not a block of addresses, such as 10.0.0.0/16");
        if (!count.matches("[0-9]{1,3}") || Integer.parseInt(count) < 1 || Integer.parseInt(count) > MOST)
            return call.wrong(call.at(), "Fn::Cidr: " + Words.quoted(count) + " is not a number from 1 to " + MOST);
        byte[] address;
        try {
            address = InetAddress.getByName(parts[0]).getAddress(); // looks nothing up: it has the form of an address
        } catch (UnknownHostException e) {
            return call.wrong(call.at(), "Fn::Cidr: " + Words.quoted(parts[0]) + " is not an address");
        }
        int width = address.length * 8;
        int host = bits.isEmpty() ? width == 32 ? 8 : 64 : bits.matches("[0-9]{1,3}") ? Integer.parseInt(bits) : -1;
        int prefix = Integer.parseInt(parts[1]);
        int free = width - host - prefix;
        if (host < 1 || free < 0 || free < 31 && Integer.parseInt(count) > 1 << free)
            return call.wrong(call.at(), "Fn::Cidr: " + Words.quoted(block) + " has no room for " + count
                    + " blocks of " + Words.quoted(bits.isEmpty() ? "8" : bits) + " bits");
        var first = new BigInteger(1, address).shiftRight(width - prefix).shiftLeft(width - prefix);
        var found = new ArrayList<String>();
        for (int i = 0; i < Integer.parseInt(count); i++)
            found.add(shown(first.add(BigInteger.valueOf(i).shiftLeft(host)), width) + "/" + (width - host));
        return call.result(found);
    }

    private static String shown(BigInteger address, int width) {
        var bytes = new byte[width / 8];
        var number = address.toByteArray();
        for (int i = 0; i < Math.min(number.length, bytes.length); i++)
            bytes[bytes.length - 1 - i] = number[number.length - 1 - i];
        try {
            var text = InetAddress.getByAddress(bytes).getHostAddress();
            return width == 32 ? text : text.replaceFirst("(^|:)0(:0)+(:|$)", "::");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
