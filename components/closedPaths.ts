/**
 * Paths of loklak that the public does not get, each set with its reason; loklak's public API and pages are all others.
 * From the servlets of src/org/loklak/LoklakServer.java, loklak matches a path exactly.
 */
const closed = {
  "api/admin/*.java: settings with their passwords and keys, logs, threads and queries of everybody, and the crawler; no login is asked for":
    [
      "/api/access.html",
      "/api/access.json",
      "/api/access.txt",
      "/api/campaign.json",
      "/api/crawler.json",
      "/api/log.txt",
      "/api/settings.json",
      "/api/threaddump.txt",
    ],
  "getMinimalBaseUserRole() ADMIN or PRIVILEGED in api/cms/{AccountService,SettingsManagementService,UserManagementService}.java":
    ["/api/account.json", "/api/settings-management.json", "/api/user-management.json"],
  "api/cms/AssetServlet.java, api/iot/ImportProfileServlet.java: whoever asks writes or deletes, without a login":
    ["/api/asset", "/api/import.json"],
  "fetched from whatever address a request names (`url`, `stream`, or its Host in TwitterAnalysisService.java): in api/cms, api/iot and api/search":
    [
      "/api/eventbritecrawler.json",
      "/api/genericscraper.json",
      "/api/meetupscrawler.json",
      "/api/nmea.txt",
      "/api/proxy.gif",
      "/api/proxy.jpg",
      "/api/proxy.png",
      "/api/push/fossasia.json",
      "/api/push/freifunknode.json",
      "/api/push/geojson.json",
      "/api/push/netmon.xml",
      "/api/push/nodelist.json",
      "/api/push/openwifimap.json",
      "/api/rssreader.json",
      "/api/twitanalysis.json",
      "/api/validate.json",
      "/api/weibo.json",
    ],
};

export const closedPaths = Object.values(closed).flat();
