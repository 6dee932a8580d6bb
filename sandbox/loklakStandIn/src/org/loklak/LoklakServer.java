package org.loklak;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.loklak.ir.ElasticsearchClient;

/**
 * A stand-in for loklak_server where its source cannot be had: the same entry point, settings, data folder and index, and
 * those of its endpoints that the pods' probes and hooks and the tests ask.
 */
public class LoklakServer {
    static final String NAME = "stand-in for loklak";

    public static void main(String[] args) throws Exception {
        Properties settings = settings();
        ElasticsearchClient index = new ElasticsearchClient(settings);
        boolean writesDumps = Boolean.parseBoolean(settings.getProperty("dump.write_enabled"));
        Dump dump = new Dump(new File("data"), writesDumps);
        MessageQueue queue = new MessageQueue(index, dump);
        queue.start();

        String port = System.getenv().getOrDefault("PORT", settings.getProperty("port.http"));
        String host = System.getProperty("host", "0.0.0.0");
        HttpServer server = HttpServer.create(new InetSocketAddress(host, Integer.parseInt(port)), 100);
        server.createContext("/", new Api(index, queue, dump));
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        // Like loklak, it stops without a look at what is still queued.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
        System.out.println(NAME + " listens on port " + port + (writesDumps ? ", writes dumps" : ", writes no dumps"));
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = new FileInputStream("conf/config.properties")) {
            settings.load(file);
        }
        for (String key : settings.stringPropertyNames()) {
            String value = System.getenv(key.replace('.', '_'));
            if (value != null) settings.setProperty(key, value);
        }
        return settings;
    }
}
