local n = tonumber(arg[1])
local sqrt, huge = math.sqrt, math.huge

local Vec = {}
Vec.__index = Vec
local function vec(x, y, z) return setmetatable({x = x, y = y, z = z}, Vec) end
function Vec:add(o) return vec(self.x + o.x, self.y + o.y, self.z + o.z) end
function Vec:sub(o) return vec(self.x - o.x, self.y - o.y, self.z - o.z) end
function Vec:scale(k) return vec(self.x * k, self.y * k, self.z * k) end
function Vec:dot(o) return self.x * o.x + self.y * o.y + self.z * o.z end
function Vec:unit() return self:scale(1.0 / sqrt(self:dot(self))) end

local Sphere = {}
Sphere.__index = Sphere
function Sphere:hit(from, direction)
  local to = from:sub(self.center)
  local b = to:dot(direction)
  local c = to:dot(to) - self.radius * self.radius
  local d = b * b - c
  if d < 0 then return nil end
  local t = -b - sqrt(d)
  return t > 0.0001 and t or nil
end

local Scene = {}
Scene.__index = Scene
function Scene.new()
  local self = setmetatable({light = vec(1.0, 2.0, -1.5):unit(), spheres = {}}, Scene)
  for i = 0, 7 do
    self.spheres[#self.spheres + 1] = setmetatable({center = vec(i % 4 - 1.5, math.floor(i / 4) - 0.5, 3.0 + i % 3), radius = 0.45, shine = 0.1 * (i % 4)}, Sphere)
  end
  return self
end

function Scene:trace(from, direction, depth)
  local nearest, what = huge, nil
  for _, sphere in ipairs(self.spheres) do
    local t = sphere:hit(from, direction)
    if t and t < nearest then
      nearest = t
      what = sphere
    end
  end
  if not what then return 0.2 + 0.3 * direction.y end
  local point = from:add(direction:scale(nearest))
  local normal = point:sub(what.center):unit()
  local color = 0.1 + 0.8 * math.max(0.0, normal:dot(self.light))
  if depth > 0 and what.shine > 0 then
    local mirrored = direction:sub(normal:scale(2.0 * direction:dot(normal)))
    color = color + what.shine * self:trace(point, mirrored, depth - 1)
  end
  return color
end

local scene = Scene.new()
local eye = vec(0.0, 0.0, -1.0)
local sum = 0.0
for y = 0, n - 1 do
  for x = 0, n - 1 do
    local direction = vec(2.0 * x / n - 1.0, 1.0 - 2.0 * y / n, 1.5)
    sum = sum + scene:trace(eye, direction:unit(), 3)
  end
end
print(string.format('ray_tracer %.6f', sum))
