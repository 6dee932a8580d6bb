package org.loklak.ir;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ExceptionsHelper;
import org.elasticsearch.action.ActionFuture;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.transport.TransportException;

/**
 * What loklak acknowledged is written until Elasticsearch takes it. Upstream drops a batch that is refused, which happens
 * whenever a master is elected, a node goes or a queue is full; the build puts this in its place.
 */
final class UntilTaken {
    private static final long PAUSE_MILLISECONDS = 1000;

    private UntilTaken() {}

    /** The answer to the request, which is made as often as it takes. */
    static BulkResponse get(Supplier<? extends ActionFuture<BulkResponse>> request) {
        BulkResponse taken = taken(request);
        if (taken != null) return taken;
        do {
            pause();
            taken = taken(request);
        } while (taken == null);
        return asCreated(taken);
    }

    /** Null when it is to be made once more. */
    private static BulkResponse taken(Supplier<? extends ActionFuture<BulkResponse>> request) {
        try {
            // Where no node is there at all, the request itself fails, not the wait for its answer.
            BulkResponse response = request.get().actionGet();
            BulkItemResponse refused = Stream.of(response.getItems())
                .filter(item -> item.isFailed() && isForAWhile(item.getFailure().getStatus())).findFirst().orElse(null);
            if (refused == null) return response;
            tell(refused.getFailureMessage());
        } catch (ElasticsearchException error) {
            if (!isForAWhile(error.status()) && !(ExceptionsHelper.unwrapCause(error) instanceof TransportException)) throw error;
            tell(error.toString());
        }
        return null;
    }

    private static boolean isForAWhile(RestStatus status) {
        return status == RestStatus.SERVICE_UNAVAILABLE || status == RestStatus.TOO_MANY_REQUESTS;
    }

    /** loklak takes a message that was not created for one that it knew, and leaves it out of its other indices and the dump. */
    private static BulkResponse asCreated(BulkResponse response) {
        BulkItemResponse[] items = Arrays.stream(response.getItems())
            .map(item -> item.isFailed() ? item : new BulkItemResponse(item.getItemId(), item.getOpType(),
                new IndexResponse(item.getIndex(), item.getType(), item.getId(), item.getVersion(), true)))
            .toArray(BulkItemResponse[]::new);
        return new BulkResponse(items, response.getTookInMillis());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended before Elasticsearch took a batch", end);
        }
    }

    private static void tell(String reason) {
        System.out.println("Elasticsearch does not take a batch, it is tried again: " + reason);
    }
}
