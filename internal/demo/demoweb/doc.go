// Package demoweb has the pages that exist in the demo only: its clock.
package demoweb
