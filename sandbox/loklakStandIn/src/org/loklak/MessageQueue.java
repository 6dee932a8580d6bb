package org.loklak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import org.loklak.ir.ElasticsearchClient;

/**
 * What was acknowledged and is not yet in the index; in memory only, and emptied about as fast as loklak's. As loklak does,
 * it drops a batch that cannot be written.
 */
class MessageQueue extends Thread {
    static final int MAX_SIZE = 20000;
    private static final int BATCH = 200;
    private static final long MILLISECONDS_PER_BATCH = 600;

    private final LinkedBlockingDeque<Map<String, Object>> waiting = new LinkedBlockingDeque<>(MAX_SIZE);
    private final ElasticsearchClient index;
    private final Dump dump;

    MessageQueue(ElasticsearchClient index, Dump dump) {
        this.index = index;
        this.dump = dump;
        setDaemon(true);
    }

    void add(List<Map<String, Object>> messages) throws InterruptedException {
        for (Map<String, Object> message : messages) waiting.put(message);
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public void run() {
        for (;;) {
            List<Map<String, Object>> batch = new ArrayList<>();
            waiting.drainTo(batch, BATCH);
            try {
                Thread.sleep(MILLISECONDS_PER_BATCH);
                if (batch.isEmpty()) continue;
                index.write(batch);
                dump.write(batch);
            } catch (InterruptedException end) {
                return;
            } catch (Exception error) {
                System.out.println("a batch is dropped: " + error);
            }
        }
    }
}
