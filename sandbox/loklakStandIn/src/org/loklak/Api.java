package org.loklak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loklak.ir.ElasticsearchClient;

/** The endpoints; any other path is answered 404. */
class Api implements HttpHandler {
    private static final String JSON = "application/json";
    private static final List<String> LOCALHOST = Arrays.asList("127.0.0.1", "0:0:0:0:0:0:0:1", "localhost");

    private final ObjectMapper json = new ObjectMapper();
    private final ElasticsearchClient index;
    private final MessageQueue queue;
    private final Dump dump;

    Api(ElasticsearchClient index, MessageQueue queue, Dump dump) {
        this.index = index;
        this.queue = queue;
        this.dump = dump;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try {
            if (path.equals("/robots.txt")) send(exchange, 200, "text/plain", file(new File("html/robots.txt")));
            else if (path.equals("/")) send(exchange, 200, "text/html", file(new File("html/index.html")));
            else if (path.equals("/api/status.json")) send(exchange, 200, status(exchange));
            else if (path.equals("/api/push.json")) send(exchange, 200, push(parameters(exchange)));
            else if (path.equals("/api/search.json")) send(exchange, 200, search(parameters(exchange)));
            else if (path.startsWith("/dump/")) dumps(exchange, path.substring("/dump/".length()));
            else fail(exchange, 404, "not known: " + path);
        } catch (Exception error) {
            fail(exchange, 500, error.toString());
        }
    }

    /** Without an index, it is answered all the same, without the part of the index. */
    private Map<String, Object> status(HttpExchange exchange) {
        Map<String, Object> status = answer();
        status.put("client_info", client(exchange));
        status.put("commit", object("hash", System.getenv("COMMIT_HASH")));
        try {
            Map<String, Object> messages = object("size_local", index.count());
            Map<String, Object> waiting = object("size", queue.waiting());
            waiting.put("maxSize", MessageQueue.MAX_SIZE);
            messages.put("queue", waiting);
            status.put("index", object("messages", messages));
        } catch (RuntimeException unreachable) {
            System.out.println(unreachable);
        }
        return status;
    }

    /** Like loklak, it believes the header, whoever sends it. */
    private static Map<String, Object> client(HttpExchange exchange) {
        String told = exchange.getRequestHeaders().getFirst("X-Real-IP");
        String host = told == null ? exchange.getRemoteAddress().getAddress().getHostAddress() : told;
        Map<String, Object> client = object("RemoteHost", host);
        client.put("IsLocalhost", String.valueOf(LOCALHOST.contains(host)));
        return client;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> push(Map<String, String> parameters) throws Exception {
        Map<String, Object> data = json.readValue(parameters.get("data"), Map.class);
        List<Map<String, Object>> messages = (List<Map<String, Object>>) data.get("statuses");
        queue.add(messages);
        Map<String, Object> answer = answer();
        answer.put("status", "ok");
        answer.put("records", messages.size());
        return answer;
    }

    private Map<String, Object> search(Map<String, String> parameters) {
        int count = Integer.parseInt(parameters.getOrDefault("count", "100"));
        Map<String, Object> answer = answer();
        answer.put("statuses", index.search(parameters.get("q"), count));
        return answer;
    }

    private void dumps(HttpExchange exchange, String name) throws IOException {
        String[] names = dump.folder.list();
        if (!dump.enabled) fail(exchange, 403, "dumps are off");
        else if (name.isEmpty()) {
            StringBuilder page = new StringBuilder("<h1>" + LoklakServer.NAME + "</h1>\n");
            for (String file : names) page.append("<a href=\"" + file + "\">" + file + "</a>\n");
            send(exchange, 200, "text/html", page.toString().getBytes(StandardCharsets.UTF_8));
        } else if (Arrays.asList(names).contains(name))
            send(exchange, 200, "text/plain", file(new File(dump.folder, name)));
        else fail(exchange, 404, "no such dump: " + name);
    }

    /** Of the query, or of a form. */
    private static Map<String, String> parameters(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String encoded = query == null ? new String(body(exchange), StandardCharsets.UTF_8) : query;
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[parts.length - 1], "UTF-8"));
        }
        return parameters;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream in = exchange.getRequestBody();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) body.write(buffer, 0, n);
        return body.toByteArray();
    }

    private static Map<String, Object> answer() {
        return object("stand-in", LoklakServer.NAME);
    }

    private static Map<String, Object> object(String key, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(key, value);
        return object;
    }

    private static byte[] file(File file) throws IOException {
        return Files.readAllBytes(file.toPath());
    }

    private void fail(HttpExchange exchange, int code, String why) throws IOException {
        Map<String, Object> answer = answer();
        answer.put("error", why);
        send(exchange, code, answer);
    }

    private void send(HttpExchange exchange, int code, Map<String, Object> answer) throws IOException {
        send(exchange, code, JSON, json.writeValueAsBytes(answer));
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
