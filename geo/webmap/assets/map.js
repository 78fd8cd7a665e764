var map_policy = L.map(
                "map_policy",
                {
                    center: [50.5, 36.0],
                    crs: L.CRS.Conic,
                    ...{
  "zoom": 5,
  "zoomControl": false,
  "preferCanvas": false,
  "attributionControl": false,
  "zoomSnap": 0,
  "zoomDelta": 0.75,
  "scrollWheelZoom": false,
  "maxBoundsViscosity": 1,
}

                }
            );

            

        
    window.policyMap.start(map_policy);
