package org.loklak.ir;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elasticsearch.action.ListenableActionFuture;
import org.elasticsearch.action.bulk.BulkRequestBuilder;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.search.SearchResponse;
import org.elasticsearch.client.transport.TransportClient;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.transport.InetSocketTransportAddress;
import org.elasticsearch.common.unit.TimeValue;
import org.elasticsearch.index.query.QueryBuilders;
import org.elasticsearch.indices.IndexAlreadyExistsException;

/**
 * The index `messages`, reached as loklak does it: by the transport protocol, every host resolved once. Named and written
 * as loklak's where the image's build changes it.
 */
public class ElasticsearchClient {
    private static final String MESSAGES = "messages";
    private static final TimeValue PATIENCE = TimeValue.timeValueSeconds(30);

    private final TransportClient client;

    public ElasticsearchClient(Properties settings) throws Exception {
        client = TransportClient.builder().settings(Settings.builder()
            .put("cluster.name", settings.getProperty("elasticsearch_transport.cluster.name"))).build();
        for (String address : settings.getProperty("elasticsearch_transport.addresses").split(",")) {
            String[] parts = address.split(":");
            client.addTransportAddress(
                new InetSocketTransportAddress(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1])));
        }
        client.admin().cluster().prepareHealth().setWaitForYellowStatus().get(PATIENCE);
        if (client.admin().indices().prepareExists(MESSAGES).get(PATIENCE).isExists()) return;
        try {
            client.admin().indices().prepareCreate(MESSAGES).setSettings(Settings.builder()
                .put("number_of_shards", settings.getProperty("elasticsearch.index.number_of_shards"))
                .put("number_of_replicas", settings.getProperty("elasticsearch.index.number_of_replicas"))).get(PATIENCE);
        } catch (IndexAlreadyExistsException anotherServerWasFaster) {
            return;
        }
    }

    public void write(List<Map<String, Object>> messages) {
        writeMapBulk(MESSAGES, messages);
    }

    private void writeMapBulk(String indexName, List<Map<String, Object>> jsonMapList) {
        ListenableActionFuture<BulkResponse> future = writeMapBulkInternal(indexName, jsonMapList);
        BulkResponse bulkResponse = future.actionGet();
        if (bulkResponse.hasFailures()) throw new IllegalStateException(bulkResponse.buildFailureMessage());
    }

    private ListenableActionFuture<BulkResponse> writeMapBulkInternal(String indexName, List<Map<String, Object>> jsonMapList) {
        BulkRequestBuilder bulk = client.prepareBulk();
        for (Map<String, Object> message : jsonMapList)
            bulk.add(client.prepareIndex(indexName, "message", message.get("id_str").toString()).setSource(message));
        return bulk.execute();
    }

    public long count() {
        return client.prepareSearch(MESSAGES).setSize(0).get(PATIENCE).getHits().getTotalHits();
    }

    /** Asks a second time when the node that was asked has just gone. */
    public List<Map<String, Object>> search(String query, int count) {
        try {
            return searchOnce(query, count);
        } catch (RuntimeException gone) {
            return searchOnce(query, count);
        }
    }

    private List<Map<String, Object>> searchOnce(String query, int count) {
        SearchResponse response = client.prepareSearch(MESSAGES).setSize(count)
            .setQuery(QueryBuilders.queryStringQuery(query)).get(PATIENCE);
        return Stream.of(response.getHits().getHits()).map(hit -> hit.getSource()).collect(Collectors.toList());
    }
}
