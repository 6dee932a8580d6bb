package org.loklak.ir;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ExceptionsHelper;
import org.elasticsearch.action.ActionFuture;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.node.NodeClosedException;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.transport.TransportException;

/**
 * What loklak acknowledged is written until Elasticsearch takes it. Upstream drops a batch that is refused, which happens
 * whenever a master is elected, a node goes or a queue is full; the build puts this in its place.
 */
final class UntilTaken {
    private static final long PAUSE_MILLISECONDS = 1000;
    /** There while a batch waits, which is in no queue: drain.sh looks for it. */
    private static final File WAITING = new File(System.getProperty("java.io.tmpdir"), "untaken");
    private static int waiting = 0;

    static {
        WAITING.delete();
    }

    private UntilTaken() {}

    /** The answer to the request, which is made as often as it takes. */
    static BulkResponse get(Supplier<? extends ActionFuture<BulkResponse>> request) {
        BulkResponse taken = taken(request);
        if (taken != null) return taken;
        count(1);
        try {
            do {
                pause();
                taken = taken(request);
            } while (taken == null);
        } finally {
            count(-1);
        }
        return asCreated(taken);
    }

    /** Null when it is to be made once more. */
    private static BulkResponse taken(Supplier<? extends ActionFuture<BulkResponse>> request) {
        try {
            // Where no node is there at all, the request itself fails, not the wait for its answer.
            BulkResponse response = request.get().actionGet();
            Throwable refusal = Stream.of(response.getItems()).filter(BulkItemResponse::isFailed)
                .map(item -> item.getFailure().getCause()).filter(UntilTaken::isForAWhile).findFirst().orElse(null);
            if (refusal == null) return response;
            tell(refusal);
        } catch (ElasticsearchException error) {
            if (!isForAWhile(error)) throw error;
            tell(error);
        }
        return null;
    }

    private static boolean isForAWhile(Throwable error) {
        Throwable cause = ExceptionsHelper.unwrapCause(error);
        RestStatus status = ExceptionsHelper.status(cause);
        return status == RestStatus.SERVICE_UNAVAILABLE || status == RestStatus.TOO_MANY_REQUESTS
            || cause instanceof TransportException || cause instanceof NodeClosedException;
    }

    /** loklak takes a message that was not created for one that it knew, and leaves it out of its other indices and the dump. */
    private static BulkResponse asCreated(BulkResponse response) {
        BulkItemResponse[] items = Arrays.stream(response.getItems())
            .map(item -> item.isFailed() ? item : new BulkItemResponse(item.getItemId(), item.getOpType(),
                new IndexResponse(item.getIndex(), item.getType(), item.getId(), item.getVersion(), true)))
            .toArray(BulkItemResponse[]::new);
        return new BulkResponse(items, response.getTookInMillis());
    }

    private static synchronized void count(int change) {
        waiting += change;
        try {
            if (waiting > 0) WAITING.createNewFile();
            else WAITING.delete();
        } catch (IOException error) {
            tell(error);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended before Elasticsearch took a batch", end);
        }
    }

    private static void tell(Throwable reason) {
        System.out.println("Elasticsearch does not take a batch, it is tried again: " + reason);
    }
}
